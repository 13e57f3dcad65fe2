using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Dirac.Hosting.Telemetry;

/// <summary>Logs, traces and metrics.</summary>
internal static class TelemetrySetup
{
    private const string OurSources = "Dirac.*";

    /// <summary>Console logging that never makes a caller wait, as text or JSON.</summary>
    public static void AddConsole(ILoggingBuilder logging, HostingOptions options)
    {
        logging.ClearProviders();
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        if (options.JsonLog)
            logging.AddJsonConsole(json => json.UseUtcTimestamp = true);
        else
            logging.AddSimpleConsole(text => (text.SingleLine, text.UseUtcTimestamp, text.TimestampFormat) = (true, true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z' "));
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
    }

    /// <summary>Sends traces, metrics and logs by OTLP when an address is configured.</summary>
    public static void AddExport(IServiceCollection services, HostingOptions options)
    {
        if (options.OtlpEndpoint is not { } endpoint)
            return;

        services.AddOpenTelemetry()
            .WithTracing(traces => traces.AddSource(OurSources).AddAspNetCoreInstrumentation())
            .WithMetrics(metrics => metrics.AddMeter(OurSources).AddAspNetCoreInstrumentation())
            .WithLogging()
            .UseOtlpExporter(OpenTelemetry.Exporter.OtlpExportProtocol.Grpc, endpoint);
    }
}
