from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """The figures over all dossiers, as they are today."""

    name = "monitoring"
    verbose_name = "Monitoring"

    def ready(self) -> None:
        from kern.web.menu import menupunt
        from monitoring.rechten import ziet_monitor

        menupunt("Monitor", "monitor", 50, zichtbaar=ziet_monitor)
