namespace Dirac.Tasks;

/// <summary>Says where an installation wants other limits than the code's. Asked with every claim: it answers from memory.</summary>
public interface ITaskLimitOverrides
{
    /// <summary>The value wanted for a limit: <c>5</c> at once, or <c>10 per 60s</c> (or m, h, d); null leaves it to the code.</summary>
    /// <param name="limit">The limit's name.</param>
    string? Find(string limit);
}
