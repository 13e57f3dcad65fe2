using Dirac.Tasks.Locking;
using Microsoft.Extensions.Options;

namespace Dirac.Tasks.Storage;

/// <summary>What decides about claims besides the queue itself.</summary>
/// <param name="holds">Locks and limits.</param>
/// <param name="options">The options of this process.</param>
internal sealed class ClaimRules(HoldBook holds, IOptions<TaskOptions> options)
{
    public HoldBook Holds => holds;

    /// <summary>After which time tasks of lower priorities get their share of the claims; zero: never.</summary>
    public TimeSpan Patience => options.Value.StarvationAfter;
}
