using System.Globalization;
using Dirac.Hosting.Rpc.Binding;
using Dirac.Wire.Values;
using Dirac.Workload.Rpc.Matching;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>References of pilots: one, or a list.</summary>
/// <param name="Names">The references.</param>
/// <param name="IsList">Whether a list was given.</param>
internal sealed record PilotRefs(IReadOnlyList<string> Names, bool IsList) : IRpcArgument<PilotRefs>
{
    /// <inheritdoc/>
    public static string Expected => "[<class 'list'>, <class 'str'>]";

    /// <inheritdoc/>
    public static bool TryRead(WireValue value, out PilotRefs argument)
    {
        var names = WireFields.Texts(value);
        argument = new PilotRefs(names ?? [], value.Kind != WireKind.Text);
        return names is not null;
    }

    /// <summary>As Python prints what was given.</summary>
    public override string ToString() => IsList ? $"[{string.Join(", ", Names.Select(name => $"'{name}'"))}]" : Names[0];
}

/// <summary>The number of a job, perhaps as a text.</summary>
internal sealed record JobId(long Number) : IRpcArgument<JobId>
{
    /// <inheritdoc/>
    public static string Expected => "[<class 'str'>, <class 'int'>]";

    /// <inheritdoc/>
    public static bool TryRead(WireValue value, out JobId argument)
    {
        var number = value.Kind switch
        {
            WireKind.Whole when value.IsInt64 => value.AsInt64(),
            WireKind.Text when long.TryParse(value.AsText().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read) => read,
            _ => -1,
        };
        argument = new JobId(number);
        return number >= 0;
    }
}

/// <summary>Which pilots are to be removed: one by its reference, or some by DIRAC's numbers.</summary>
internal sealed record PilotsToRemove(string? Reference, IReadOnlyList<long> Numbers) : IRpcArgument<PilotsToRemove>
{
    /// <inheritdoc/>
    public static string Expected => "[<class 'list'>, <class 'str'>, <class 'int'>]";

    /// <inheritdoc/>
    public static bool TryRead(WireValue value, out PilotsToRemove argument)
    {
        argument = new PilotsToRemove(value.Kind == WireKind.Text ? value.AsText() : null, []);
        if (value.Kind == WireKind.Text) return true;
        var items = value.IsSequence ? value.AsList().ToArray() : [value];
        if (!Array.TrueForAll(items, item => item.Kind == WireKind.Whole && item.IsInt64)) return false;
        argument = new PilotsToRemove(null, Array.ConvertAll(items, item => item.AsInt64()));
        return true;
    }
}
