using System.Globalization;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Framework.Login;

/// <summary>What an administrator decides about logging in: <c>/Systems/Framework/Auth</c>.</summary>
internal sealed record LoginSettings
{
    private const int LeastMinutes = 1;
    private const int MostMinutes = 60;
    private const int UsualMinutes = 10;

    /// <summary>Addresses that codes may be sent to, besides our own portal's. Default: none.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>Whether programs on a person's own machine may wait for codes on a loopback port. Default: yes.</summary>
    public bool AllowLoopbackRedirects { get; init; } = true;

    /// <summary>How long a device may wait for its person. Default: 10 min; 1 to 60.</summary>
    public TimeSpan DeviceFlow { get; init; } = TimeSpan.FromMinutes(UsualMinutes);

    /// <summary>How long a login in a browser may take. Default: 10 min; 1 to 60.</summary>
    public TimeSpan AuthorizationFlow { get; init; } = TimeSpan.FromMinutes(UsualMinutes);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="DiracException">BadConfiguration: an option is out of its range.</exception>
    public static LoginSettings Read(CfgSection root)
    {
        var section = SystemSections.Find(root, "Framework", "Auth") ?? CfgSection.Empty;
        return new LoginSettings
        {
            RedirectUris = RedirectUrisOf(root),
            AllowLoopbackRedirects = ReadFlag(section, nameof(AllowLoopbackRedirects)),
            DeviceFlow = ReadMinutes(section, "DeviceFlowExpireMinutes"),
            AuthorizationFlow = ReadMinutes(section, "AuthorizationFlowExpireMinutes"),
        };
    }

    /// <summary>Reads <see cref="RedirectUris"/> only.</summary>
    public static IReadOnlyList<string> RedirectUrisOf(CfgSection root) => SystemSections.Find(root, "Framework", "Auth")?.GetList(nameof(RedirectUris)) ?? [];

    private static bool ReadFlag(CfgSection section, string name) => section.GetOption(name)?.Trim().ToLowerInvariant() switch
    {
        null or "" or "y" or "yes" or "true" or "1" => true,
        "n" or "no" or "false" or "0" => false,
        _ => throw Wrong(name, "yes or no"),
    };

    private static TimeSpan ReadMinutes(CfgSection section, string name) => section.GetOption(name) switch
    {
        null or "" => TimeSpan.FromMinutes(UsualMinutes),
        { } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is >= LeastMinutes and <= MostMinutes => TimeSpan.FromMinutes(minutes),
        _ => throw Wrong(name, $"a whole number of minutes from {LeastMinutes} to {MostMinutes}"),
    };

    private static DiracException Wrong(string name, string form) =>
        new(ErrorCode.BadConfiguration, $"The option {name} of /Systems/Framework/Auth is not {form}.", "Mend the configuration.");
}
