using System.Globalization;
using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Workload.Jobs.Submission;
using Dirac.Workload.Sets.Notices;

namespace Dirac.Workload.Sets;

/// <summary>Looks through everything a set is to do by itself before the set is made, chained sets included.</summary>
internal sealed class PlanCheck(SubmitJobs submit, Recipients recipients)
{
    private const int LongestChain = 10;
    private const int LongestName = 128;
    private const int LongestPlan = 4 << 20;
    private const int MostRules = 20;
    private const int MostNotices = 10;
    private const int MostReschedulings = 100;
    private const int LongestDigestMinutes = 7 * 24 * 60;
    private const int ShortestSecret = 16;
    private const int LongestSecret = 128;

    /// <summary>Throws for the first thing that cannot be.</summary>
    public void Demand(Caller owner, JobSetPlan plan)
    {
        Demand(owner, plan, 1);
        if ((plan.On ?? []).Sum(rule => (long)JsonSerializer.Serialize(rule, ModelJsonContext.Default.JobSetRule).Length) > LongestPlan)
            throw new DiracException(ErrorCode.TooLarge, $"The rules have more than {LongestPlan} characters.", "Submit many jobs by one parametric description.");
    }

    /// <summary>Throws unless a text can be the key of web hooks.</summary>
    public static void DemandSecret(string? secret)
    {
        if (secret is not null && (secret.Length is < ShortestSecret or > LongestSecret || !secret.All(char.IsAscii) || secret.Any(char.IsControl)))
            throw Bad($"The secret of a set has {ShortestSecret} to {LongestSecret} ASCII characters.", "Leave it out: the server makes one.");
    }

    /// <summary>The sandboxes that chained jobs will need.</summary>
    public static IEnumerable<string> Descriptions(JobSetPlan plan) =>
        (plan.On ?? []).SelectMany(rule => (rule.Jdl ?? []).Concat(rule.Then is null ? [] : Descriptions(rule.Then)));

    private void Demand(Caller owner, JobSetPlan plan, int depth)
    {
        if (depth > LongestChain) throw Bad($"A chain has at most {LongestChain} sets.", "Let the last jobs make a set of their own.");
        if (plan.Name is { } name && (name.Length is 0 or > LongestName || name.Any(char.IsControl) || name.Any(char.IsSurrogate)))
            throw Bad($"The name of a set has 1 to {LongestName} characters and no control characters.", "Use another name, or none.");
        if (plan.On?.Count > MostRules) throw Bad($"A set has at most {MostRules} rules.", "Join some of them.");
        if (plan.Notices?.Count > MostNotices) throw Bad($"A set has at most {MostNotices} notices.", "Use a mailing list.");
        foreach (var notice in (plan.Notices ?? []).WithoutHoles("notices")) Demand(owner, notice);
        foreach (var rule in (plan.On ?? []).WithoutHoles("on")) Demand(owner, plan, rule, depth);
    }

    private void Demand(Caller owner, JobSetPlan plan, JobSetRule rule, int depth)
    {
        DemandWord(rule.When, "when", RuleWords.Conditions);
        DemandWord(rule.Do, "do", RuleWords.Actions);
        if (rule.AtLeast is not null && rule.When != RuleWords.AnyFailed) throw Bad($"at_least says something about any-failed only, not about {rule.When}.", "Leave it out.");
        if (!Threshold.TryParse(rule.AtLeast, out _)) throw Bad($"at_least = '{rule.AtLeast}' is no number of jobs.", "Write 5, or 2% of the set.");
        if (rule is { Do: RuleWords.RescheduleFailed, When: RuleWords.AllDone }) throw Bad("When all jobs are done none has failed.", "Reschedule when all-ended.");
        if (rule.Most is { } most && (rule.Do != RuleWords.RescheduleFailed || most is < 1 or > MostReschedulings))
            throw Bad($"most says how often reschedule-failed may reschedule a job: 1 to {MostReschedulings}.", "Leave it out otherwise.");
        if (rule.Do == RuleWords.Notify && plan.Notices is not { Count: > 0 }) throw Bad("There is nobody to notify.", "Add notices.");
        DemandSubmission(owner, rule, depth);
    }

    private void DemandSubmission(Caller owner, JobSetRule rule, int depth)
    {
        if (rule.Do != RuleWords.Submit)
        {
            if (rule.Jdl is not null || rule.Then is not null) throw Bad($"jdl and then belong to submit, not to {rule.Do}.", "Leave them out.");
            return;
        }

        if (rule.Jdl is not { Count: > 0 } texts) throw Bad("submit needs descriptions.", "Give them as jdl: [\"[ … ]\"].");
        submit.Prepare(owner, texts.WithoutHoles("jdl"));
        if (rule.Then is { } then) Demand(owner, then, depth + 1);
    }

    private void Demand(Caller owner, JobSetNotice notice)
    {
        foreach (var word in (notice.When ?? []).WithoutHoles("when")) DemandWord(word, "when", SetEventNames.Known);
        if (notice.When is { Count: 0 }) throw Bad("A notice is about something.", $"Name some of {string.Join(", ", SetEventNames.Known)}, or leave when out.");
        if (notice.DigestMinutes is < 0 or > LongestDigestMinutes)
            throw Bad(string.Create(CultureInfo.InvariantCulture, $"A digest gathers 0 to {LongestDigestMinutes} minutes."), "0 tells at once.");
        recipients.MailOf(notice.To, owner.UserName);
    }

    private static void DemandWord(string word, string place, IReadOnlyList<string> known)
    {
        if (known.Contains(word)) return;
        var near = NearestNames.Find(word, known, 1);
        throw Bad($"{place} = '{(word.Length > 50 ? word[..50] : word)}' is not known.", $"{(near.Count > 0 ? $"Did you mean {near[0]}? " : "")}There are {string.Join(", ", known)}.");
    }

    private static DiracException Bad(string message, string advice) => new(ErrorCode.BadRequest, message, advice);
}
