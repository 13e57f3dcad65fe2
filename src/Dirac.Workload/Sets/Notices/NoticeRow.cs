using System.Text.Json;
using Dirac.Model.Api;

namespace Dirac.Workload.Sets.Notices;

/// <summary>A notice of a set as it is stored.</summary>
internal sealed class NoticeRow
{
    // A set whose jobs fail one by one for hours must not send a message every second.
    private const int LeastFailureWindowMs = 60_000;

    public long NoticeID { get; init; }

    public long SetID { get; init; }

    /// <summary>The notice as it was given, JSON.</summary>
    public string Spec { get; init; } = "";

    /// <summary>What has happened since the last message, <see cref="SetEvents"/>.</summary>
    public long Events { get; init; }

    /// <summary>Failures since the last message.</summary>
    public long Failures { get; init; }

    /// <summary>When the next message is written; null when there is nothing to tell.</summary>
    public long? DueMs { get; init; }

    /// <summary>When the last message was written, on the database's clock.</summary>
    public long SinceMs { get; init; }

    public int Sent { get; init; }

    public string? Error { get; init; }

    public JobSetNotice Notice => JsonSerializer.Deserialize(Spec, ModelJsonContext.Default.JobSetNotice)!;

    /// <summary>Which of these events it is about. What a rule orders to be told is told to everybody.</summary>
    public SetEvents Wanted(SetEvents events) => events & (SetEventNames.Parse(Notice.When ?? SetEventNames.Usual) | SetEvents.Notify);

    /// <summary>How long events are gathered before they are told.</summary>
    public long WindowMs(SetEvents events)
    {
        var digest = Notice.DigestMinutes * 60_000L;
        return events == SetEvents.Failed ? Math.Max(digest, LeastFailureWindowMs) : digest;
    }

    public JobSetNoticeInfo ToMessage()
    {
        var notice = Notice;
        return new JobSetNoticeInfo
        {
            To = notice.To,
            When = notice.When ?? SetEventNames.Usual,
            DigestMinutes = notice.DigestMinutes,
            Sent = Sent,
            Due = DueMs is { } due ? DateTimeOffset.FromUnixTimeMilliseconds(due) : null,
            Error = Error,
        };
    }
}
