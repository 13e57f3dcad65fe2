using Dirac.Hosting.Configuration;
using Dirac.Model.Errors;
using Dirac.Workload.Ports;
using Dirac.Workload.Resources;
using Microsoft.Extensions.Logging;

namespace Dirac.Workload.SiteDirection;

/// <summary>The queues that pilots are sent to, by the configuration of the moment. Thread-safe.</summary>
internal sealed partial class DirectedQueues(IConfigurationSnapshots snapshots, IPilotGateway gateway, ILogger<DirectedQueues> logger)
{
    private volatile Known? _known;

    /// <summary>All of them; the same list while the configuration stays.</summary>
    public IReadOnlyList<DirectedQueue> Now
    {
        get
        {
            var snapshot = snapshots.Current;
            if (_known is { } known && ReferenceEquals(known.Snapshot, snapshot)) return known.Queues;
            return (_known = new Known(snapshot, Read(snapshot))).Queues;
        }
    }

    /// <summary>One of them; null when it is not configured any more.</summary>
    public DirectedQueue? Find(QueueName name) => Now.FirstOrDefault(queue => queue.Name == name);

    private List<DirectedQueue> Read(ConfigurationSnapshot snapshot)
    {
        var queues = new List<DirectedQueue>();
        foreach (var configured in ConfiguredResources.Queues(snapshot.Root))
        {
            try
            {
                if (QueueReader.Read(configured, snapshot.Registry.Vos, gateway.IsReachable) is { } queue) queues.Add(queue);
            }
            catch (DiracException error) when (error.Code == ErrorCode.BadConfiguration)
            {
                LogNotUsable(configured.Queue ?? QueueReader.NoQueue, configured.CE, configured.Site, error.Message);
            }
        }

        return queues;
    }

    [LoggerMessage(6950, LogLevel.Error, "No pilots are sent to queue {Queue} of {CE} at {Site} until its options are corrected: {Problem}")]
    private partial void LogNotUsable(string queue, string ce, string site, string problem);

    private sealed record Known(ConfigurationSnapshot Snapshot, IReadOnlyList<DirectedQueue> Queues);
}
