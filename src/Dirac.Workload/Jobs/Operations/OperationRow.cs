using Dirac.Security.Identities;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>A row of <c>x_Operations</c>.</summary>
internal sealed class OperationRow
{
    public long Id { get; init; }

    public string Verb { get; init; } = "";

    public string State { get; init; } = "";

    public string VO { get; init; } = "";

    public string UserName { get; init; } = "";

    public string UserGroup { get; init; } = "";

    public string Subject { get; init; } = "";

    public string Properties { get; init; } = "";

    public string? Note { get; init; }

    /// <summary>The conditions as JSON; null when the jobs were named.</summary>
    public string? Search { get; init; }

    /// <summary>Whether all its jobs are written down.</summary>
    public bool Selected { get; init; }

    /// <summary>Jobs that came after it are none of its business.</summary>
    public long MaxJobID { get; init; }

    public int Total { get; init; }

    public int Succeeded { get; init; }

    public int Failed { get; init; }

    public int Restored { get; init; }

    public int Kept { get; init; }

    public string? Problem { get; init; }

    public long CreatedMs { get; init; }

    public long? StartedMs { get; init; }

    public long? EndedMs { get; init; }

    public long? UndoneMs { get; init; }

    /// <summary>Whether a task works on it.</summary>
    public bool IsActive => OperationState.Active.Contains(State);

    /// <summary>Who asked for it, with the rights of that moment: every job is judged by them when its turn comes.</summary>
    public Caller Caller => new()
    {
        Subject = Subject,
        UserName = UserName,
        Vo = VO,
        Group = UserGroup,
        Properties = new PropertySet(Properties.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
        TokenId = $"operation {Id}",
        ExpiresAt = DateTimeOffset.MaxValue,
    };
}
