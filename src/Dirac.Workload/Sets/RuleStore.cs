using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Persistence;

namespace Dirac.Workload.Sets;

/// <summary>The SQL of rules.</summary>
internal static class RuleStore
{
    private const int LongestText = 1_000;
    private const string Columns = "RuleID, SetID, Occasion, AtLeast, Action, Most, State, SeenFailures, LastJob, Jobs, FiredMs, Outcome, Error, NextSetID";
    private static readonly string[] Given = ["SetID", "Occasion", "AtLeast", "Action", "Most", "Payload"];

    public static Task InsertAsync(IDbSession jobs, long set, IEnumerable<JobSetRule> rules, CancellationToken cancellationToken) =>
        jobs.InsertManyAsync(
            "x_JobSetRules", Given, rules.Select(IReadOnlyList<object?> (rule) => [set, rule.When, rule.AtLeast, rule.Do, rule.Most, Payload(rule)]), cancellationToken);

    /// <summary>The rules of sets, in the order they were given.</summary>
    public static Task<IReadOnlyList<RuleRow>> OfAsync(IDbSession jobs, long set, CancellationToken cancellationToken) =>
        jobs.QueryAsync<RuleRow>($"SELECT {Columns} FROM {{x_JobSetRules}} WHERE SetID = @set ORDER BY RuleID", new { set }, cancellationToken);

    /// <summary>One rule; null when its set is gone.</summary>
    public static Task<RuleRow?> FindAsync(IDbSession jobs, long id, CancellationToken cancellationToken) =>
        jobs.QueryFirstOrDefaultAsync<RuleRow>($"SELECT {Columns}, Payload FROM {{x_JobSetRules}} WHERE RuleID = @id", new { id }, cancellationToken);

    /// <summary>One rule, locked; null when its set is gone.</summary>
    public static Task<RuleRow?> LockAsync(IDbSession jobs, long id, CancellationToken cancellationToken) =>
        jobs.QueryFirstOrDefaultAsync<RuleRow>($"SELECT {Columns}, Payload FROM {{x_JobSetRules}} WHERE RuleID = @id{jobs.Dialect.ForUpdate}", new { id }, cancellationToken);

    /// <summary>Notes that a condition holds; the action begins with the first job.</summary>
    public static Task FireAsync(IDbSession jobs, long id, long failures, long nowMs, CancellationToken cancellationToken) =>
        jobs.ExecuteAsync(
            "UPDATE {x_JobSetRules} SET State = 'Fired', SeenFailures = @failures, LastJob = 0, Jobs = 0, FiredMs = @nowMs, Error = NULL WHERE RuleID = @id",
            new { id, failures, nowMs },
            cancellationToken);

    /// <summary>Makes a rule that has fired already.</summary>
    public static async Task<long> InsertFiredAsync(IDbSession jobs, long set, string occasion, string action, long nowMs, CancellationToken cancellationToken)
    {
        await jobs.ExecuteAsync(
            "INSERT INTO {x_JobSetRules} (SetID, Occasion, Action, State, FiredMs) VALUES (@set, @occasion, @action, 'Fired', @nowMs)",
            new { set, occasion, action, nowMs },
            cancellationToken);
        return await jobs.ScalarAsync<long>($"SELECT {jobs.Dialect.LastInsertId}", null, cancellationToken);
    }

    /// <summary>Notes how far an action has come.</summary>
    public static Task AdvanceAsync(IDbSession jobs, long id, long lastJob, long changed, CancellationToken cancellationToken) =>
        jobs.ExecuteAsync("UPDATE {x_JobSetRules} SET LastJob = @lastJob, Jobs = Jobs + @changed WHERE RuleID = @id", new { id, lastJob, changed }, cancellationToken);

    /// <summary>Notes what became of an action.</summary>
    public static Task EndAsync(IDbSession jobs, long id, string state, string? outcome, string? error, long? next, CancellationToken cancellationToken) =>
        jobs.ExecuteAsync(
            "UPDATE {x_JobSetRules} SET State = @state, Outcome = COALESCE(@outcome, Outcome), Error = @error, NextSetID = COALESCE(@next, NextSetID) WHERE RuleID = @id",
            new { id, state, outcome, error = Cut(error), next },
            cancellationToken);

    /// <summary>Withdraws the rules that have not fired.</summary>
    public static Task WithdrawAsync(IDbSession jobs, long set, CancellationToken cancellationToken) =>
        jobs.ExecuteAsync("UPDATE {x_JobSetRules} SET State = 'Withdrawn' WHERE SetID = @set AND State = 'Waiting'", new { set }, cancellationToken);

    private static string? Payload(JobSetRule rule) => rule.Do == RuleWords.Submit ? JsonSerializer.Serialize(rule, ModelJsonContext.Default.JobSetRule) : null;

    public static string? Cut(string? text) => text is { Length: > LongestText } ? text[..LongestText] : text;
}
