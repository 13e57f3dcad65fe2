using System.Numerics;
using Dirac.Model.Api;
using Dirac.Workload.Matching;
using Dirac.Workload.Resources;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Explaining;

/// <summary>How near an offer is to taking a job, best first.</summary>
internal enum Nearness
{
    /// <summary>It fits, and pilots have asked there lately.</summary>
    Fits,

    /// <summary>It fits, but no such pilot has come lately.</summary>
    NoPilots,

    /// <summary>It may fit: what is there is not described.</summary>
    Undescribed,

    /// <summary>Only a limit, a delay or the site's status is in the way.</summary>
    NotNow,

    /// <summary>It does not fit.</summary>
    No,
}

/// <summary>What the matcher's predicate says of one offer. Pure.</summary>
/// <param name="Known">The offer, with the conditions of the moment.</param>
/// <param name="Nearness">How near it is.</param>
/// <param name="IsLate">Whether a pilot made it lately.</param>
/// <param name="FailingBits">The clauses that do not hold.</param>
internal readonly record struct SiteAnswer(KnownOffer Known, Nearness Nearness, bool IsLate, int FailingBits)
{
    private Offer Offer => Known.Offer;

    private int LastingBits => FailingBits & ~MatchPredicate.PassingBits;

    /// <summary>What keeps pilots from the site; null when nothing does, or when nobody knows.</summary>
    public string? Trouble { get; init; }

    /// <summary>The trouble, where pilots are all that is wanting.</summary>
    public string? PilotTrouble => FailingBits == 0 ? Trouble : null;

    public IReadOnlyList<MatchClause> Failing => MatchPredicate.OfBits(FailingBits);

    public int Failures => BitOperations.PopCount((uint)FailingBits);

    public static SiteAnswer Of(KnownOffer known, TaskQueueKey queue, bool isLate)
    {
        var failing = MatchPredicate.FailingBits(known.Offer, queue);
        return new SiteAnswer(known, Near(known, isLate, failing), isLate, failing);
    }

    /// <summary>Whether nothing is in the way but what passes.</summary>
    public bool CouldRun => LastingBits == 0;

    /// <summary>The offer of a site that says most: one that fits, else what pilots really have there, else the nearest.</summary>
    public static SiteAnswer Best(IReadOnlyList<SiteAnswer> answers)
    {
        // Where pilots tell what is there, a site without description is no reason for hope.
        var pilotsTell = answers.Any(answer => answer.IsLate);
        var best = answers[0];
        foreach (var answer in answers)
        {
            if (pilotsTell && answer.Known.Offer.IsOpen) continue;
            if ((pilotsTell && best.Known.Offer.IsOpen) || answer.Rank.CompareTo(best.Rank) < 0) best = answer;
        }

        return best with { IsLate = pilotsTell };
    }

    /// <summary>Equal for offers of which the same can be said to a person; how much CPU time is short does not matter.</summary>
    public string Sameness(TaskQueueKey queue)
    {
        var offer = Offer;
        return string.Join('\n', Failing.Where(clause => !clause.IsSaidAlike).Select(clause => clause.Why(offer, queue)).Prepend($"{(int)Nearness} {FailingBits} {PilotTrouble}"));
    }

    public IReadOnlyList<ClauseWhy> Clauses(TaskQueueKey queue)
    {
        var offer = Offer;
        return [.. Failing.Select(clause => new ClauseWhy(
            clause.Name, clause.Wanted(queue), clause.Offered(offer), clause.Why(offer, queue), clause.Remedy(offer, queue).Sentence, clause.IsPassing))];
    }

    private (int Nearness, int Lasting, int Failures, int Late, long Cpu) Rank => (
        FailingBits == 0 ? (int)Nearness : (int)Nearness.NotNow, BitOperations.PopCount((uint)LastingBits), Failures, IsLate ? 0 : 1, -Offer.CpuTime);

    private static Nearness Near(KnownOffer known, bool isLate, int failing) =>
        failing != 0 ? (failing & ~MatchPredicate.PassingBits) == 0 ? Nearness.NotNow : Nearness.No
        : isLate ? Nearness.Fits
        : known.Offer.IsOpen ? Nearness.Undescribed : Nearness.NoPilots;
}
