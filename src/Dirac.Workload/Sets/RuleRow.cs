using System.Text.Json;
using Dirac.Model.Api;

namespace Dirac.Workload.Sets;

/// <summary>A rule of a set as it is stored.</summary>
internal sealed class RuleRow
{
    public long RuleID { get; init; }

    public long SetID { get; init; }

    /// <summary>The condition's word.</summary>
    public string Occasion { get; init; } = "";

    /// <summary>Its threshold.</summary>
    public string? AtLeast { get; init; }

    /// <summary>The action's word.</summary>
    public string Action { get; init; } = "";

    /// <summary>For rescheduling: how often a job may be.</summary>
    public int? Most { get; init; }

    /// <summary>For submission: what is submitted and what follows, JSON; only read where it is needed.</summary>
    public string? Payload { get; init; }

    public string State { get; init; } = "";

    /// <summary>The set's failures when it fired last: rescheduling waits for a new one.</summary>
    public long SeenFailures { get; init; }

    /// <summary>The last job its action is done with.</summary>
    public long LastJob { get; init; }

    /// <summary>How many jobs its action has changed so far.</summary>
    public long Jobs { get; init; }

    public long? FiredMs { get; init; }

    public string? Outcome { get; init; }

    public string? Error { get; init; }

    public long? NextSetID { get; init; }

    public JobSetRule Submission => JsonSerializer.Deserialize(Payload!, ModelJsonContext.Default.JobSetRule)!;

    public JobSetRuleInfo ToMessage() => new()
    {
        When = AtLeast is null ? Occasion : $"{Occasion} {AtLeast}",
        Do = Action,
        State = State,
        Fired = FiredMs is { } fired ? DateTimeOffset.FromUnixTimeMilliseconds(fired) : null,
        Outcome = Outcome,
        Error = Error,
        Next = NextSetID,
    };
}
