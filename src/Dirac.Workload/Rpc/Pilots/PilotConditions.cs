using System.Globalization;
using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Wire.Codecs;
using Dirac.Wire.Values;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>Turns DIRAC's conditions on pilots (<c>{column: value or values}</c>, <c>newer</c>, <c>older</c>) into the search language. Pure.</summary>
internal static class PilotConditions
{
    private const string Seconds = "yyyy-MM-dd HH:mm:ss";

    /// <summary>The conditions of a dictionary, but for some keys.</summary>
    /// <exception cref="DiracException">BadRequest: something is no condition.</exception>
    public static List<SearchCondition> Of(WireDict conditions, params ReadOnlySpan<string> except)
    {
        var read = new List<SearchCondition>();
        foreach (var (key, value) in conditions)
        {
            if (key.Kind != WireKind.Text) throw Bad("A condition is called by a text");
            var column = key.AsText();
            if (except.Contains(column)) continue;
            read.Add(value.IsSequence
                ? new SearchCondition(column, "in", Values: [.. value.AsList().ToArray().Select(item => Element(column, item))])
                : new SearchCondition(column, "eq", Element(column, value)));
        }

        return read;
    }

    /// <summary>Rows whose time is not before <paramref name="newer"/> and is before <paramref name="older"/>.</summary>
    public static IEnumerable<SearchCondition> Between(string column, WireValue newer, WireValue older)
    {
        // 'gt' means after the end of the second that is named.
        if (Moment(newer) is { } from) yield return new SearchCondition(column, "gt", Text(from.AddSeconds(-1).ToString(Seconds, CultureInfo.InvariantCulture)));
        if (Moment(older) is { } to) yield return new SearchCondition(column, "lt", Text(to.ToString(Seconds, CultureInfo.InvariantCulture)));
    }

    /// <summary>As above, since a moment.</summary>
    public static IEnumerable<SearchCondition> Since(string column, DateTime moment) => Between(column, WireValue.Of(moment), default);

    /// <summary>Rows with this value.</summary>
    public static SearchCondition Is(string column, params ReadOnlySpan<string> values) => new(column, "in", Values: [.. values.ToArray().Select(Text)]);

    private static DateTime? Moment(WireValue value) => value.Kind switch
    {
        WireKind.Null => null,
        WireKind.DateTime when value.AsDateTime().Year > 1 => value.AsDateTime(),
        WireKind.Date when value.AsDate().Year > 1 => value.AsDate().ToDateTime(TimeOnly.MinValue),
        WireKind.Text when value.AsText().Length == 0 => null,
        WireKind.Text when DateTime.TryParse(value.AsText(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) && moment.Year > 1 => moment,
        _ => throw Bad("A time is a datetime, or a text such as 2026-03-28 14:05:00"),
    };

    private static JsonElement Element(string column, WireValue value) => value.Kind switch
    {
        WireKind.Text => Text(value.AsText()),
        WireKind.DateTime => Text(value.AsDateTime().ToString(Seconds, CultureInfo.InvariantCulture)),
        WireKind.Truth => Text(value.AsTruth() ? "True" : "False"),
        WireKind.Real when !double.IsFinite(value.AsDouble()) => throw Bad("A condition cannot be on infinity"),
        WireKind.Whole or WireKind.Real => JsonElement.Parse(JEncode.Encode(value)),
        _ => throw Bad($"The condition on {(column.Length > 50 ? column[..50] : column)} is a text, a number or a list of them"),
    };

    private static JsonElement Text(string text) => JsonElement.Parse($"\"{JsonEncodedText.Encode(ColumnText.Fit(text, int.MaxValue))}\"");

    private static DiracException Bad(string message) => new(ErrorCode.BadRequest, message);
}
