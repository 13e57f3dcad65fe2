using System.Globalization;
using Dirac.Model.Api;

namespace Dirac.Workload.Explaining;

/// <summary>Puts what the sites say to a Waiting job into a sentence or two. Pure.</summary>
internal static class WaitingWords
{
    private const int MostAdvice = 5;

    public static string Summary(IReadOnlyList<SiteWhy> sites, string? impossible, QueueTurn? turn)
    {
        if (impossible is not null) return $"Nothing known could run it now: {impossible}. It waits until a resource comes that can.";
        if (sites.Count == 0) return "It waits for a pilot: none has asked for a job lately.";
        if (Of(sites, Nearness.Fits) is > 0 and var fit) return $"It waits for its turn: it fits at {Sites(fit)} where pilots ask for jobs.{Turn(turn)}{Trouble(sites)}";
        if (Of(sites, Nearness.NotNow) is > 0 and var later) return $"It fits at {Sites(later)}, but not now: {Inner(sites, Nearness.NotNow)}.{Turn(turn)}";
        var hopes = Of(sites, Nearness.NoPilots) + Of(sites, Nearness.Undescribed);
        return hopes > 0
            ? $"It waits for a pilot: it {(Of(sites, Nearness.NoPilots) > 0 ? "fits" : "may fit")} at {Sites(hopes)}, but none that fits has asked for a job lately.{Trouble(sites)}{Others(sites)}"
            : $"It waits, and no pilot seen lately could run it.{Others(sites)}";
    }

    /// <summary>What helps most, each remedy with the number of sites at which it is all that is needed.</summary>
    public static IReadOnlyList<string> Advice(IReadOnlyList<SiteWhy> sites)
    {
        if (sites.Any(site => site.Verdict == nameof(Nearness.Fits))) return [];
        return
        [
            .. sites.Where(site => site.Clauses.Count == 1)
                .GroupBy(site => site.Clauses[0].Remedy)
                .Select(same => (Remedy: same.Key, Sites: same.Sum(site => site.Sites.Count)))
                .OrderByDescending(remedy => remedy.Sites)
                .Take(MostAdvice)
                .Select(remedy => $"{remedy.Remedy}: then it fits at {Sites(remedy.Sites)}."),
        ];
    }

    public static string Duration(double seconds) => seconds switch
    {
        < 90 => "about a minute",
        < 5_400 => string.Create(CultureInfo.InvariantCulture, $"about {seconds / 60:0} minutes"),
        < 129_600 => string.Create(CultureInfo.InvariantCulture, $"about {seconds / 3_600:0} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"about {seconds / 86_400:0} days"),
    };

    private static int Of(IReadOnlyList<SiteWhy> sites, Nearness nearness) => sites.Where(site => site.Verdict == $"{nearness}").Sum(site => site.Sites.Count);

    private static string Sites(int count) => count == 1 ? "one site" : $"{count} sites";

    private static string Inner(IReadOnlyList<SiteWhy> sites, Nearness nearness) =>
        string.Join("; ", sites.First(site => site.Verdict == $"{nearness}").Clauses.Select(clause => clause.Why));

    private static string Others(IReadOnlyList<SiteWhy> sites) =>
        sites.FirstOrDefault(site => site.Verdict == nameof(Nearness.No)) is { } nearest ? $" {Name(nearest)}: {string.Join("; ", nearest.Clauses.Select(clause => clause.Why))}." : "";

    // Of the nearest site that has one: those before it would take the job.
    private static string Trouble(IReadOnlyList<SiteWhy> sites) =>
        sites.FirstOrDefault(site => site.Trouble is not null) is { } one ? $" Pilots cannot be sent to {Name(one)}: {one.Trouble}" : "";

    private static string Name(SiteWhy site) => site.Sites.Count == 1 ? site.Sites[0] : $"{site.Sites[0]} and {site.Sites.Count - 1} more";

    private static string Turn(QueueTurn? turn)
    {
        if (turn is null) return "";
        var ahead = turn.Ahead switch
        {
            0 => "No job of its queue is ahead",
            1 => "One job of its queue is ahead",
            _ => $"{turn.Ahead} jobs of its queue are ahead",
        };
        var share = (turn.Share * 100).ToString(turn.Share < 0.1 ? "0.##" : "0", CultureInfo.InvariantCulture);
        var when = turn.EstimatedSeconds is { } seconds ? $"; at the present rate its turn comes in {Duration(seconds)}" : "";
        return $" {ahead}, the queue's share is {share} %{when}.";
    }
}
