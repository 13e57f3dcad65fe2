using System.Globalization;
using Dirac.Hosting.Rpc.Binding;
using Dirac.Model.Errors;
using Dirac.Wire.Values;

namespace Dirac.Workload.Rpc.Arguments;

/// <summary>Jobs as JobMonitoring takes them: a number, a text of numbers with commas between, or a list of either.</summary>
internal sealed class JobIds(IReadOnlyList<long> ids) : IRpcArgument<JobIds>
{
    public static string Expected => PythonTypes.Jobs;

    /// <summary>The numbers, each once, in the order they came in.</summary>
    public IReadOnlyList<long> Ids { get; } = ids;

    /// <exception cref="DiracException">BadRequest: there is something in it that is no number. TooLarge: there are too many.</exception>
    public static bool TryRead(WireValue value, out JobIds argument)
    {
        IReadOnlyList<long>? ids = value.Kind switch
        {
            WireKind.Whole or WireKind.Truth => [Number(value)],
            WireKind.Text => [.. value.AsText().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Number)],
            WireKind.List or WireKind.Tuple => Numbers(value.AsList().Span),
            _ => null,
        };
        argument = new JobIds(ids ?? []);
        return ids is not null;
    }

    /// <summary>A number, or a text that is one.</summary>
    /// <exception cref="DiracException">BadRequest: it is neither.</exception>
    public static long Number(WireValue value) => value.Kind switch
    {
        WireKind.Whole when value.IsInt64 => value.AsInt64(),
        WireKind.Truth => value.AsTruth() ? 1 : 0,
        WireKind.Text => Number(value.AsText()),
        _ => throw NoNumber(value.ToString()),
    };

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw NoNumber(text);

    private static IReadOnlyList<long> Numbers(ReadOnlySpan<WireValue> items)
    {
        var ids = new long[items.Length];
        var isRising = true;
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = Number(items[i]);
            isRising &= i == 0 || ids[i] > ids[i - 1];
        }

        return isRising && ids.Length <= Workload.Jobs.JobLists.Most ? ids : Workload.Jobs.JobLists.Checked(ids);
    }

    private static DiracException NoNumber(string text) =>
        new(ErrorCode.BadRequest, $"'{(text.Length > 50 ? text[..50] : text)}' is no job's number.", "Name jobs by whole numbers.");
}
