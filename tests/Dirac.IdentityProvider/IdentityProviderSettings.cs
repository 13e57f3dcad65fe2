using System.Security.Cryptography.X509Certificates;

namespace Dirac.IdentityProvider;

/// <summary>What a provider is when it starts.</summary>
public sealed record IdentityProviderSettings
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>What follows the address in the issuer, such as <c>/realms/demo</c>; all endpoints are below it.</summary>
    public string Path { get; init; } = "";

    /// <summary>Serves https with this certificate; null serves http.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Programs that may send people here. All may be sent back to any address of 127.0.0.1 and localhost.</summary>
    public IReadOnlyList<RegisteredClient> Clients { get; init; } = [new RegisteredClient("dirac", "dirac-secret"), new RegisteredClient("public")];

    /// <summary>Who can log in.</summary>
    public IReadOnlyList<Person> People { get; init; } = [];

    /// <summary>RS256, PS256 or ES256.</summary>
    public string Algorithm { get; init; } = "RS256";

    /// <summary>The user name of whoever is logged in already and sees no form; null shows the form.</summary>
    public string? LoggedIn { get; init; }

    /// <summary>How long ID and access tokens are good.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The most users on one page of SCIM.</summary>
    public int ScimPage { get; init; } = 10;

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Reads the program's arguments, <c>name=value</c> each; see the README.</summary>
    /// <param name="arguments">The arguments.</param>
    public static IdentityProviderSettings Read(IEnumerable<string> arguments)
    {
        var settings = new IdentityProviderSettings();
        foreach (var pair in arguments.Select(argument => argument.Split('=', 2)))
        {
            var value = pair.ElementAtOrDefault(1) ?? "";
            settings = pair[0] switch
            {
                "port" => settings with { Port = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) },
                "path" => settings with { Path = value },
                "person" => settings with { People = [.. settings.People, Person.Parse(value)] },
                "client" => settings with { Clients = [.. settings.Clients, value.Split(':', 2) is [var id, var secret] ? new RegisteredClient(id, secret) : new RegisteredClient(value)] },
                "logged-in" => settings with { LoggedIn = value },
                "algorithm" => settings with { Algorithm = value },
                _ => throw new FormatException($"'{pair[0]}' is none of port, path, person, client, logged-in, algorithm."),
            };
        }

        return settings;
    }
}
