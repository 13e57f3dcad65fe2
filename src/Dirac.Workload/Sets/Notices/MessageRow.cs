using System.Text.Json;
using Dirac.Model.Api;

namespace Dirac.Workload.Sets.Notices;

/// <summary>A message on its way. Its text does not change any more, however often it is sent.</summary>
internal sealed class MessageRow
{
    public const string Waiting = nameof(Waiting);
    public const string Sent = nameof(Sent);
    public const string Failed = nameof(Failed);

    public long MessageID { get; init; }

    public long NoticeID { get; init; }

    public long SetID { get; init; }

    public string Recipient { get; init; } = "";

    public string Body { get; init; } = "";

    public string State { get; init; } = "";

    public JobSetReport Report => JsonSerializer.Deserialize(Body, ModelJsonContext.Default.JobSetReport)!;
}
