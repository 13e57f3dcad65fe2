namespace Dirac.Workload.Sets;

/// <summary>The states of a set.</summary>
internal static class SetState
{
    /// <summary>The call that makes it is adding its jobs.</summary>
    public const string Filling = nameof(Filling);

    /// <summary>More jobs will be added: it has not ended whatever its jobs do.</summary>
    public const string Open = nameof(Open);

    /// <summary>Its rules hold for the jobs it has.</summary>
    public const string Closed = nameof(Closed);

    /// <summary>Nothing happens by itself any more.</summary>
    public const string Cancelled = nameof(Cancelled);

    /// <summary>It is being removed and does not exist for anybody.</summary>
    public const string Deleted = nameof(Deleted);
}

/// <summary>The states of a rule.</summary>
internal static class RuleState
{
    /// <summary>Its condition has not come to hold.</summary>
    public const string Waiting = nameof(Waiting);

    /// <summary>Its action is being done.</summary>
    public const string Fired = nameof(Fired);

    /// <summary>Its action is done.</summary>
    public const string Done = nameof(Done);

    /// <summary>Its action could not be done.</summary>
    public const string Failed = nameof(Failed);

    /// <summary>Its set was cancelled first.</summary>
    public const string Withdrawn = nameof(Withdrawn);
}
