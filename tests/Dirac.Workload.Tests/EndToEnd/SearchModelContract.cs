using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Testing;
using Dirac.Workload.Tests.Support;
using SortKey = Dirac.Model.Api.SortKey;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class SearchModelSqlite(Servers servers) : SearchModelContract(servers, Engine.Sqlite);

public sealed class SearchModelMySql(Servers servers) : SearchModelContract(servers, Engine.MySql);

/// <summary>Random searches are answered as rows in memory answer them: the same jobs in the same order, the same numbers.</summary>
public abstract class SearchModelContract(Servers servers, Engine engine)
{
    private const int Rows = 250;
    private const int Searches = 200;
    private static readonly ModelJsonContext Model = ModelJsonContext.Default;
    private static readonly string[] Texts = ["JobName", "Site", "Owner", "OwnerGroup", "JobGroup", "JobType", "Status", "MinorStatus", "ApplicationStatus"];
    private static readonly string[] Times = ["StartExecTime", "EndExecTime"];
    private static readonly string[] Numbers = ["UserPriority", "RescheduleCounter"];
    private static readonly string[] Columns = [.. Texts, .. Times, .. Numbers, "AccountedFlag"];

    [Fact]
    public async Task Search_RandomConditions_AgreeWithTheModel()
    {
        var random = new Random(TestSeed.Next());
        var community = new Community(await servers.GetAsync(engine));
        var rows = Enumerable.Range(0, Rows).Select(_ => Columns.Select(column => RandomValue(random, column)).ToArray()).ToList();
        var ids = await JobTable.AddAsync(community.Server.Database("JobDB"), community.Vo, rows, Columns);
        var all = ids.Zip(rows, (id, row) => new ModelJob(id, Columns.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second))).ToList();

        for (var search = 0; search < Searches; search++)
        {
            var conditions = Enumerable.Range(0, random.Next(4)).Select(_ => RandomCondition(random, all)).ToList();
            var expected = all.Where(job => conditions.TrueForAll(condition => Holds(condition, job))).ToList();
            await CompareRowsAsync(community, random, conditions, expected);
            await CompareNumbersAsync(community, random, conditions, expected);
        }
    }

    private static async Task CompareRowsAsync(Community community, Random random, List<SearchCondition> conditions, List<ModelJob> expected)
    {
        var sort = Enumerable.Range(0, random.Next(3)).Select(_ => new SortKey(Columns[random.Next(Columns.Length)], random.Next(2) == 0 ? "asc" : "desc")).DistinctBy(key => key.Parameter).ToList();
        var body = JsonSerializer.Serialize(new SearchRequest(["JobID"], conditions, sort), Model.SearchRequest);
        var perPage = random.Next(1, 60);
        var found = new List<long>();
        string? after = null;
        do
        {
            var page = await community.User().SearchAsync(body, $"?per_page={perPage}{(after is null ? "" : $"&after={after}")}");
            found.AddRange(page.Read(Model.IReadOnlyListJsonElement).Select(row => row.GetProperty("JobID").GetInt64()));
            if (after is null && page.ContentRange is { } range) Assert.True(range.EndsWith($"/{expected.Count}", StringComparison.Ordinal), $"{range} instead of {expected.Count}: {body}");
            after = page.Next;
        }
        while (after is not null);

        Assert.True(Ordered(expected, sort).SequenceEqual(found), $"{expected.Count} jobs were expected, {found.Count} found: {body}");
    }

    private static async Task CompareNumbersAsync(Community community, Random random, List<SearchCondition> conditions, List<ModelJob> expected)
    {
        var grouping = Enumerable.Range(0, random.Next(1, 3)).Select(_ => Texts[random.Next(Texts.Length)]).Distinct().ToList();
        var body = JsonSerializer.Serialize(new SummaryRequest(grouping, conditions), Model.SummaryRequest);

        var rows = (await community.User().PostAsync("/api/jobs/summary", body)).Read(Model.IReadOnlyListJsonElement);
        var distinct = (await community.User().SearchAsync(JsonSerializer.Serialize(new SearchRequest(grouping, conditions, Distinct: true), Model.SearchRequest), "?per_page=10000")).Read(Model.IReadOnlyListJsonElement);

        var wanted = expected.GroupBy(job => string.Join('|', grouping.Select(column => job[column] ?? "-"))).ToDictionary(group => group.Key, group => (long)group.Count());
        var counted = rows.ToDictionary(row => string.Join('|', grouping.Select(column => row.GetProperty(column).GetString() ?? "-")), row => row.GetProperty("count").GetInt64());
        Assert.True(wanted.OrderBy(pair => pair.Key).SequenceEqual(counted.OrderBy(pair => pair.Key)), body);
        Assert.True(wanted.Keys.Order().SequenceEqual(distinct.Select(row => string.Join('|', grouping.Select(column => row.GetProperty(column).GetString() ?? "-"))).Order()), body);
    }

    // Jobs were added in the order of their numbers, and the last key's direction is the number's.
    private static IEnumerable<long> Ordered(List<ModelJob> jobs, List<SortKey> sort)
    {
        var ordered = jobs.OrderBy(_ => 0);
        foreach (var key in sort)
        {
            var values = Comparer<object?>.Create(Compare);
            ordered = key.Direction == "asc" ? ordered.ThenBy(job => job[key.Parameter], values) : ordered.ThenByDescending(job => job[key.Parameter], values);
        }

        return (sort.Count > 0 && sort[^1].Direction == "desc" ? ordered.ThenByDescending(job => job.Id) : ordered.ThenBy(job => job.Id)).Select(job => job.Id);
    }

    private static int Compare(object? left, object? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (string one, string other) => string.CompareOrdinal(one, other),
        _ => Comparer<object>.Default.Compare(left, right),
    };

    private static object? RandomValue(Random random, string column)
    {
        if (column == "AccountedFlag") return Pick(random, "True", "False", "Failed");
        if (Numbers.Contains(column)) return random.Next(-2, 6);
        if (Times.Contains(column)) return random.Next(4) == 0 ? null : new DateTime(2025, random.Next(1, 4), random.Next(1, 4), random.Next(24), random.Next(2), 0, DateTimeKind.Utc);
        if (column == "ApplicationStatus" && random.Next(5) == 0) return null;
        return Pick(random, "a", "b", "ab", "ba", "abc", "x%y", "x\\y", "10", "a.b-c", "");
    }

    private static SearchCondition RandomCondition(Random random, List<ModelJob> jobs)
    {
        var column = Columns[random.Next(Columns.Length)];
        if (Times.Contains(column))
        {
            var time = (DateTime)(jobs[random.Next(jobs.Count)][column] ?? new DateTime(2025, 2, 2, 0, 0, 0, DateTimeKind.Utc));
            var text = Pick(random, "yyyy", "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-dd'T'HH", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss");
            return random.Next(5) == 0
                ? new SearchCondition(column, Pick(random, "in", "not in"), Values: [Json(time.ToString(text, CultureInfo.InvariantCulture)), Json("2025-03")])
                : new SearchCondition(column, Pick(random, "eq", "neq", "gt", "lt"), Json(time.ToString(text, CultureInfo.InvariantCulture)));
        }

        if (Numbers.Contains(column))
        {
            return random.Next(4) == 0
                ? new SearchCondition(column, Pick(random, "in", "not in"), Values: [.. Enumerable.Range(random.Next(-3, 5), random.Next(4)).Select(number => Json(number))])
                : new SearchCondition(column, Pick(random, "eq", "neq", "gt", "lt"), Json(random.Next(-3, 7)));
        }

        if (column == "AccountedFlag") return new SearchCondition(column, Pick(random, "eq", "neq"), Json(Pick(random, "True", "False", "Failed")));
        return random.Next(5) switch
        {
            0 => new SearchCondition(column, Pick(random, "eq", "neq", "gt", "lt"), Json((string)RandomValue(random, "JobName")!)),
            1 => new SearchCondition(column, Pick(random, "in", "not in"), Values: [.. Enumerable.Range(0, random.Next(4)).Select(_ => Json((string)RandomValue(random, "JobName")!))]),
            2 => new SearchCondition(column, Pick(random, "like", "not like"), Json(Pick(random, "a%", "%b%", "_", "A_", "%", "", "x\\%y", "x\\\\y", "%\\", "a.%"))),
            3 => new SearchCondition(column, "regex", Json(Pick(random, "^a", "b$", "^a?b+$", "A|X", "[^a]", @"\d+", @"a\.b", "^$", "(a|ab)(c|bc)?$", @"\\", "^.{2}$"))),
            _ => new SearchCondition(column, "eq", Json((string)RandomValue(random, "JobName")!)),
        };
    }

    // A missing value fulfils no condition, whatever it says.
    private static bool Holds(SearchCondition condition, ModelJob job)
    {
        if (job[condition.Parameter] is not { } value) return condition is { Operator: "not in", Values.Count: 0 };
        if (value is DateTime time) return HoldsTime(condition, time);
        return condition.Operator switch
        {
            "eq" => Compare(value, Value(condition.Value!.Value, value)) == 0,
            "neq" => Compare(value, Value(condition.Value!.Value, value)) != 0,
            "gt" => Compare(value, Value(condition.Value!.Value, value)) > 0,
            "lt" => Compare(value, Value(condition.Value!.Value, value)) < 0,
            "in" => condition.Values!.Any(one => Compare(value, Value(one, value)) == 0),
            "not in" => !condition.Values!.Any(one => Compare(value, Value(one, value)) == 0),
            "like" => IsLike((string)value, condition.Value!.Value.GetString()!),
            "not like" => !IsLike((string)value, condition.Value!.Value.GetString()!),
            _ => Regex.IsMatch((string)value, condition.Value!.Value.GetString()!, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant),
        };
    }

    private static bool HoldsTime(SearchCondition condition, DateTime time) => condition.Operator switch
    {
        "eq" => Period(condition.Value!.Value) is var (start, end) && time >= start && time < end,
        "neq" => Period(condition.Value!.Value) is var (start, end) && (time < start || time >= end),
        "gt" => time >= Period(condition.Value!.Value).End,
        "lt" => time < Period(condition.Value!.Value).Start,
        "in" => condition.Values!.Any(value => Period(value) is var (start, end) && time >= start && time < end),
        _ => condition.Values!.All(value => Period(value) is var (start, end) && (time < start || time >= end)),
    };

    private static (DateTime Start, DateTime End) Period(JsonElement value)
    {
        var text = value.GetString()!;
        var start = DateTime.Parse(text + text.Length switch { 4 => "-01-01", 7 => "-01", 13 => ":00", _ => "" }, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        return (start, text.Length switch { 4 => start.AddYears(1), 7 => start.AddMonths(1), 10 => start.AddDays(1), 13 => start.AddHours(1), 16 => start.AddMinutes(1), _ => start.AddSeconds(1) });
    }

    private static bool IsLike(string text, string pattern)
    {
        var regex = "";
        for (var index = 0; index < pattern.Length; index++)
        {
            if (pattern[index] == '\\' && index + 1 < pattern.Length) regex += Regex.Escape($"{pattern[++index]}");
            else regex += pattern[index] switch { '%' => ".*", '_' => ".", var letter => Regex.Escape($"{letter}") };
        }

        return Regex.IsMatch(text, $"^(?:{regex})\\z", RegexOptions.IgnoreCase | RegexOptions.Singleline);
    }

    private static object Value(JsonElement json, object like) => like is string ? json.GetString()! : json.GetInt32();

    private static string Pick(Random random, params string[] among) => among[random.Next(among.Length)];

    private static JsonElement Json(string text) => JsonSerializer.SerializeToElement(text, Model.String);

    private static JsonElement Json(int number) => JsonSerializer.SerializeToElement(number, Model.Int32);

    private sealed record ModelJob(long Id, Dictionary<string, object?> Values)
    {
        public object? this[string column] => Values[column];
    }
}
