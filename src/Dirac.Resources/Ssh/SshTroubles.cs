using System.Text.RegularExpressions;
using Dirac.Resources.Computing;

namespace Dirac.Resources.Ssh;

/// <summary>Says what OpenSSH's complaints mean. Pure.</summary>
internal static partial class SshTroubles
{
    private const int LongestTold = 400;

    // What ssh says after the reason: of a jump host's connection when its own is over, and of its own when the jump host's is.
    private static readonly string[] Aftermath = ["debug1:", "Killed by signal ", "Connection closed by UNKNOWN", "kex_exchange_identification: "];

    /// <summary>The trouble behind an exit code of 255.</summary>
    /// <param name="target">Which host.</param>
    /// <param name="login">The command with which a person logs in.</param>
    /// <param name="error">What ssh printed on standard error.</param>
    public static ComputingElementException Explain(SshTarget target, string login, string error)
    {
        var told = Told(error);
        if (error.Contains("REMOTE HOST IDENTIFICATION HAS CHANGED", StringComparison.Ordinal))
        {
            return new ComputingElementException(
                CETrouble.LoginNeeded, $"{target} shows another host key than before. Somebody may be in between. {Fingerprint(error)}",
                $"Ask its administrators; when the key has rightly changed: ssh-keygen -R {target.Host}, then {login}");
        }

        if (error.Contains("Host key verification failed", StringComparison.Ordinal) || error.Contains("host key is known", StringComparison.Ordinal))
        {
            return new ComputingElementException(CETrouble.LoginNeeded, $"The host key of {target} is not known yet. {Fingerprint(error)}".TrimEnd(), $"See its fingerprint and accept it once: {login}");
        }

        return error.Contains("Permission denied", StringComparison.Ordinal) || error.Contains("Too many authentication failures", StringComparison.Ordinal)
            ? new ComputingElementException(CETrouble.LoginNeeded, $"{target} wants a login: {told}", $"Log in once: {login}")
            : new ComputingElementException(CETrouble.TryAgain, $"{target} cannot be reached: {told}");
    }

    // The last line says what it was; those before are warnings and banners.
    private static string Told(string error)
    {
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => !line.StartsWith(Aftermath[0], StringComparison.Ordinal)).ToList();
        var last = lines.LastOrDefault(line => !Aftermath.Any(words => line.StartsWith(words, StringComparison.Ordinal))) ?? lines.LastOrDefault() ?? "ssh ended without a word";
        return last.Length <= LongestTold ? last : last[..LongestTold];
    }

    private static string Fingerprint(string error) => FingerprintPattern().Match(error) is { Success: true } found ? $"Its fingerprint is {found.Value}." : "";

    [GeneratedRegex("SHA256:[A-Za-z0-9+/]{43}")]
    private static partial Regex FingerprintPattern();
}
