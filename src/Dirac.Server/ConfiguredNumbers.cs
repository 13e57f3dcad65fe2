using System.Globalization;
using System.Numerics;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Server;

/// <summary>Reads the numbers among the options. Pure.</summary>
internal static class ConfiguredNumbers
{
    /// <summary>An option as a number.</summary>
    /// <param name="root">The whole tree.</param>
    /// <param name="path">Path of the option.</param>
    /// <param name="usual">What an option that is absent or empty means.</param>
    /// <exception cref="DiracException">BadConfiguration: it is no number of that kind.</exception>
    public static T GetNumber<T>(this CfgSection root, string path, T usual)
        where T : INumber<T>
    {
        if (root.GetOption(path) is not { Length: > 0 } text) return usual;
        var kind = typeof(T) == typeof(double) ? "a number" : "a whole number";
        return T.TryParse(text, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new DiracException(ErrorCode.BadConfiguration, $"{path} = {text} is not {kind}.", "Mend the configuration and start again.");
    }
}
