using System.Globalization;
using System.Text.Json;
using Dirac.Hosting.Rpc.Binding;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Wire.Values;
using Dirac.Workload.Jobs.Search;

namespace Dirac.Workload.Rpc.Arguments;

/// <summary>Conditions as DIRAC's clients write them, column → value or list of values and dates beside them, as conditions of a search. Pure.</summary>
internal static class JobConditions
{
    private const string Updated = "LastUpdateTime";
    private static readonly string[] From = ["FromDate", "LastUpdate"];

    /// <summary>Reads conditions.</summary>
    /// <param name="conditions">A dict or None. <c>FromDate</c>, <c>LastUpdate</c>, <c>ToDate</c> and <c>PilotJobReference</c> are no columns in it.</param>
    /// <param name="older">Only jobs updated before; None for any.</param>
    /// <param name="newer">Only jobs updated since; None for any.</param>
    /// <exception cref="DiracException">BadRequest: it is not understood.</exception>
    public static JobSelection Read(WireValue conditions, WireValue older, WireValue newer)
    {
        var read = new List<SearchCondition>();
        IReadOnlyList<string>? references = null;
        AddSince(read, newer);
        AddBefore(read, older);
        if (conditions.IsNull) return new JobSelection(read, references);
        if (conditions.Kind != WireKind.Dict) throw Bad($"Conditions are a dict of columns and values, not {conditions}.");
        foreach (var (key, value) in conditions.AsDict())
        {
            var name = key.Kind == WireKind.Text ? key.AsText() : throw Bad($"{key} names no column.");
            if (From.Contains(name)) AddSince(read, value);
            else if (name == "ToDate") AddBefore(read, value);
            else if (name == "PilotJobReference") references = [.. Values(name, value).Select(item => item.GetString()!)];
            else read.Add(Condition(name, value));
        }

        return new JobSelection(read, references);
    }

    private static SearchCondition Condition(string name, WireValue value) => value.IsSequence
        ? new SearchCondition(name, "in", Values: Values(name, value))
        : new SearchCondition(name, "eq", Value(name, value));

    private static IReadOnlyList<JsonElement> Values(string name, WireValue value) => value.IsSequence
        ? [.. value.AsList().ToArray().Select(item => Value(name, item))]
        : [Value(name, value)];

    private static JsonElement Value(string name, WireValue value) => value.Kind is WireKind.Text or WireKind.Whole or WireKind.Real or WireKind.Truth or WireKind.DateTime
        ? JsonText.Of(PythonText.Of(value))
        : throw Bad($"{name} is compared with a text or a number, not with {value}.");

    private static void AddSince(List<SearchCondition> conditions, WireValue value)
    {
        // Behind the whole second before it, in the words of the search.
        if (Second(value) is { } second) conditions.Add(new SearchCondition(Updated, "gt", JsonText.Of(Text(second.AddSeconds(-1)))));
    }

    private static void AddBefore(List<SearchCondition> conditions, WireValue value)
    {
        if (Second(value) is { } second) conditions.Add(new SearchCondition(Updated, "lt", JsonText.Of(Text(second))));
    }

    // Times are stored in whole seconds: those at or behind a fraction begin with the next one.
    private static DateTime? Second(WireValue value) =>
        Moment(value) is not { } moment ? null : moment.Year is > 1 and < 9999 ? RoundUp(moment) : throw Bad($"{value} is no time of a job.");

    private static DateTime? Moment(WireValue value) => value.Kind switch
    {
        WireKind.Null => null,
        WireKind.Text when value.AsText() is "" or "None" => null,
        WireKind.Truth when !value.AsTruth() => null,
        WireKind.Text => TimePeriod.Parse(Updated, value.AsText()).Start,
        WireKind.DateTime => value.AsDateTime(),
        WireKind.Date => value.AsDate().ToDateTime(TimeOnly.MinValue),
        _ => throw Bad($"{value} is no time."),
    };

    private static DateTime RoundUp(DateTime time)
    {
        var rest = time.Ticks % TimeSpan.TicksPerSecond;
        return rest == 0 ? time : time.AddTicks(TimeSpan.TicksPerSecond - rest);
    }

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static DiracException Bad(string message) => new(ErrorCode.BadRequest, message, "Write {'Status': 'Done', 'Site': ['A', 'B']}.");
}
