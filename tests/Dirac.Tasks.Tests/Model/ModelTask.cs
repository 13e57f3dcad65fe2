using System.Globalization;

namespace Dirac.Tasks.Tests.Model;

/// <summary>One task as the model sees it.</summary>
internal sealed class ModelTask
{
    public required long Id { get; init; }

    public required string Kind { get; init; }

    public required int Priority { get; init; }

    public required long CreatedMs { get; init; }

    public string? Key { get; set; }

    public long DueMs { get; set; }

    public int Attempt { get; set; }

    public long Epoch { get; set; }

    public string? Owner { get; set; }

    public bool IsParked { get; set; }

    public bool IsDead { get; set; }

    public string Reason { get; set; } = "";

    /// <summary>As a row that stands in the queue or among the dead looks.</summary>
    public override string ToString() => IsDead
        ? string.Create(CultureInfo.InvariantCulture, $"{Id} {Kind} dead: {Reason}, attempt {Attempt}, created {CreatedMs}")
        : string.Create(CultureInfo.InvariantCulture, $"{Id} {Kind} priority {Priority}, key {Key ?? "-"}, due {DueMs}, attempt {Attempt}, epoch {Epoch}, owner {Owner ?? "-"}, size {(IsParked ? 100 : 0)}, created {CreatedMs}");
}

/// <summary>A batch that somebody claimed once.</summary>
internal sealed record ModelClaim(string Kind, long Epoch, IReadOnlyList<long> Tasks);
