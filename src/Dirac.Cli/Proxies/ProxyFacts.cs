using System.Text.Json.Serialization;
using Dirac.Cli.Shell;
using Dirac.Security.Certificates.Proxies;

namespace Dirac.Cli.Proxies;

/// <summary>What there is to know about a proxy file; never its key.</summary>
internal sealed record ProxyFacts
{
    /// <summary>Subject of the proxy.</summary>
    [JsonPropertyName("subject")]
    public required string Subject { get; init; }

    /// <summary>Who signed it.</summary>
    [JsonPropertyName("issuer")]
    public required string Issuer { get; init; }

    /// <summary>Whose it is.</summary>
    [JsonPropertyName("identity")]
    public required string Identity { get; init; }

    /// <summary>Seconds until the first of its certificates ends; 0 when one has.</summary>
    [JsonPropertyName("timeleft")]
    public required long SecondsLeft { get; init; }

    /// <summary>DIRAC's group; null for none.</summary>
    [JsonPropertyName("group")]
    public string? Group { get; init; }

    /// <summary>Whether it is a proxy, not a certificate itself.</summary>
    [JsonPropertyName("proxy")]
    public required bool IsProxy { get; init; }

    /// <summary>Whether it is limited.</summary>
    [JsonPropertyName("limited")]
    public required bool IsLimited { get; init; }

    /// <summary>Whether it has VOMS attributes.</summary>
    [JsonPropertyName("voms")]
    public required bool HasVoms { get; init; }

    /// <summary>The file.</summary>
    [JsonPropertyName("path")]
    public required string Path { get; init; }

    /// <summary>Describes a credential.</summary>
    /// <param name="credential">The credential.</param>
    /// <param name="path">Its file.</param>
    /// <param name="now">The time.</param>
    public static ProxyFacts Of(GridCredential credential, string path, DateTimeOffset now) => new()
    {
        Subject = credential.Subject.OneLine,
        Issuer = credential.Issuer.OneLine,
        Identity = credential.Identity.OneLine,
        SecondsLeft = Math.Max(0, (long)(credential.ExpiresAt - now).TotalSeconds),
        Group = credential.Group,
        IsProxy = credential.IsProxy,
        IsLimited = credential.IsLimited,
        HasVoms = credential.HasVomsAttributes,
        Path = path,
    };

    /// <summary>Writes them.</summary>
    /// <param name="screen">Where.</param>
    public void WriteTo(Screen screen)
    {
        if (screen.Json)
        {
            screen.WriteJson(this, ProxyJsonContext.Default.ProxyFacts);
            return;
        }

        screen.WriteFacts(
            ("subject", Subject),
            ("issuer", Issuer),
            ("identity", Identity),
            ("timeleft", ValidTime.Show(TimeSpan.FromSeconds(SecondsLeft))),
            ("DIRAC group", Group),
            ("limited", IsLimited ? "yes" : "no"),
            ("VOMS", HasVoms ? "yes" : null),
            ("path", Path));
    }
}
