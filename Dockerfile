# The application as one image: web, worker and beat differ only in their command (see docker-compose.yml).
FROM python:3.12-slim-bookworm AS bibliotheken
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /bouw
COPY requirements.txt ./
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --require-hashes -r requirements.txt

FROM python:3.12-slim-bookworm
# WeasyPrint's libraries and the letters' font; Debian's own security updates move these versions.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 toepassing \
    && useradd --system --uid 10001 --gid 10001 --home-dir /app --shell /usr/sbin/nologin toepassing \
    && install -d -o toepassing -g toepassing /srv/media
COPY --from=bibliotheken /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production MEDIA_ROOT=/srv/media HOME=/tmp
WORKDIR /app
COPY . .
# The hashed static files are part of the image; these values serve this one step and are not kept.
RUN SECRET_KEY="$(python -c 'import secrets; print("x" + secrets.token_urlsafe(60))')" ALLOWED_HOSTS=bouw.invalid \
    DATABASE_URL=postgres://bouw@bouw.invalid/bouw CELERY_BROKER_URL=redis://bouw.invalid:6379/0 \
    MAIL_SERVER=bouw.invalid MAIL_AFZENDER=bouw@bouw.invalid \
    python manage.py collectstatic --no-input --verbosity 0
USER 10001
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "8", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-"]
