using System.CommandLine;
using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Sets;

/// <summary>The options that say what a set does by itself.</summary>
internal sealed class PlanOptions
{
    private const int MostDigestMinutes = 7 * 24 * 60;
    private const string Notify = "notify";
    private const string NotifySomebody = "Add --notify mail or --notify https://….";

    private readonly Option<string[]> _on = new("--on")
    {
        HelpName = "WHEN=ACTION",
        Description = "What to do when: first-failed, any-failed:5, any-failed:2%, all-ended or all-done = kill-rest, submit:FILE, reschedule-failed:2 or notify. May be repeated.",
    };

    private readonly Option<string[]> _then = new("--then") { HelpName = "FILE", Description = "Submit this description (JDL) when all jobs are Done; repeated, each follows the one before." };
    private readonly Option<string[]> _notify = new("--notify") { HelpName = "WHO", Description = "Tell mail (your registered address), NAME@DOMAIN or an https:// address; http:// only on the server's own machine, where its option AllowHttpToLoopback lets it. May be repeated." };

    private readonly Option<string[]> _when = new("--notify-when")
    {
        CompletionSources = { "first-failed", "failed", "all-ended", "all-done", "action" },
        HelpName = "EVENTS", Description = "Of what: first-failed, failed, all-ended, all-done, action; several with commas. Default: first-failed,all-ended,action.",
    };

    private readonly Option<string?> _digest = new("--digest") { HelpName = "TIME", Description = "Join what happens within this time (10m, 2h) in one message. Default: tell at once." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _on, _then, _notify, _when, _digest }) command.Add(option);
    }

    /// <summary>Whether one of them is given.</summary>
    /// <param name="parsed">The command line.</param>
    public bool AreGiven(ParseResult parsed) => new Option[] { _on, _then, _notify, _when, _digest }.Any(option => parsed.GetResult(option) is not null);

    /// <summary>Reads them; the input files of later jobs are sent.</summary>
    /// <param name="session">The session.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="name">The set's name.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="UsageException">A value makes no sense.</exception>
    public async Task<JobSetPlan> ReadAsync(Session session, ParseResult parsed, string? name, CancellationToken cancellationToken)
    {
        var notices = Notices(parsed);
        var rules = new List<JobSetRule>();
        foreach (var (rule, file) in (parsed.GetValue(_on) ?? []).Select(PlanWords.ParseRule))
            rules.Add(file is null ? rule : rule with { Jdl = await ReadJdlAsync(session, file, cancellationToken), Then = new JobSetPlan { Notices = notices } });
        if (notices.Count == 0 && rules.Any(rule => rule.Do == Notify)) throw new UsageException("--on …=notify tells the notices of the set, but nobody is to be told.", NotifySomebody);
        if (await ChainAsync(session, parsed.GetValue(_then) ?? [], notices, cancellationToken) is { } chain) rules.Add(chain);
        return new JobSetPlan { Name = name, On = rules, Notices = notices };
    }

    // From the last to the first, since each holds what follows it.
    private static async Task<JobSetRule?> ChainAsync(Session session, IReadOnlyList<string> files, IReadOnlyList<JobSetNotice> notices, CancellationToken cancellationToken)
    {
        JobSetRule? next = null;
        foreach (var file in files.Reverse())
        {
            var then = new JobSetPlan { On = next is null ? null : [next], Notices = notices };
            next = new JobSetRule { When = "all-done", Do = "submit", Jdl = await ReadJdlAsync(session, file, cancellationToken), Then = then };
        }

        return next;
    }

    private static async Task<IReadOnlyList<string>> ReadJdlAsync(Session session, string file, CancellationToken cancellationToken) =>
        await new JobSubmission(session.Jobs, session.Sandboxes, session.Host.Clock)
            .PrepareAsync([await JobDescriptionFile.ReadAsync(session.Host, file, cancellationToken)], cancellationToken);

    private List<JobSetNotice> Notices(ParseResult parsed)
    {
        var minutes = parsed.GetValue(_digest) is { } text ? Minutes(text) : 0;
        var when = (parsed.GetValue(_when) ?? []).SelectMany(word => word.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        var notices = (parsed.GetValue(_notify) ?? [])
            .Select(word => new JobSetNotice { To = PlanWords.ParseRecipient(word), When = when.Count > 0 ? when : null, DigestMinutes = minutes }).ToList();
        return notices.Count > 0 || (minutes == 0 && when.Count == 0)
            ? notices
            : throw new UsageException("--digest and --notify-when say how to tell, but nobody is to be told.", NotifySomebody);
    }

    private static int Minutes(string text)
    {
        var minutes = Moment.ParseAge(text).TotalMinutes;
        return minutes is >= 1 and <= MostDigestMinutes ? (int)minutes : throw new UsageException($"--digest {text} is not 1 minute to 7 days.", "Write 10m or 2h.");
    }
}
