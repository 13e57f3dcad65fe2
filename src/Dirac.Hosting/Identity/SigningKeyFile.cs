using Dirac.Security.Tokens;
using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.Identity;

/// <summary>Where the keys that sign tokens are.</summary>
internal sealed partial class SigningKeyFile(HostingOptions options, ILogger<SigningKeys> logger)
{
    /// <summary>The file.</summary>
    public string Path => options.KeySetFile ?? SigningKeys.UsualFile(options.DataDirectory);

    /// <summary>Reads the keys; the usual file is made when it is missing.</summary>
    /// <exception cref="Dirac.Model.Errors.DiracException">The file cannot be used.</exception>
    public SigningKeys Open()
    {
        var keys = options.KeySetFile is { } file ? SigningKeys.Load(file) : SigningKeys.LoadOrCreate(options.DataDirectory);
        if (keys.Warning is { } warning)
            LogKeysExposed(warning);
        return keys;
    }

    [LoggerMessage(5200, LogLevel.Warning, "The signing keys are exposed: {Warning}")]
    private partial void LogKeysExposed(string warning);
}
