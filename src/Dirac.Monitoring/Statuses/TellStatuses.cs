using System.Text.Json;
using Dirac.Hosting.MessageQueues;
using Dirac.Persistence;
using Microsoft.Extensions.Options;

namespace Dirac.Monitoring.Statuses;

/// <summary>Owes a message about each written status to the queue or topic that the installation names, if any: in the transaction that writes it.</summary>
internal sealed class TellStatuses(IOutgoingMessages messages, IOptions<MonitoringOptions> options)
{
    /// <summary>Writes the status as <see cref="StatusStore.SaveAsync"/> does, and owes the message.</summary>
    public async Task SaveAsync(IDbSession session, string element, StatusRow row, CancellationToken cancellationToken)
    {
        await StatusStore.SaveAsync(session, element, row, cancellationToken);
        if (options.Value.StatusMessages is not { Length: > 0 } mqUri) return;
        var message = new StatusMessage(element, row.Name, row.ElementType, row.StatusType, row.VO, row.Status, row.Reason, row.DateEffective, row.TokenOwner);
        await messages.SendAsync(session, mqUri, new OutgoingMessage(JsonSerializer.Serialize(message, MonitoringJsonContext.Default.StatusMessage)), cancellationToken);
    }
}
