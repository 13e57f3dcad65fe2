using Dirac.Framework.Accounts;
using Dirac.Persistence;
using Dirac.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Framework.Tests.Support;

/// <summary>What the servers of one installation share: database, keys, configuration, provider, clock.</summary>
internal sealed class LoginInstallation : IAsyncDisposable
{
    /// <summary>The public address, of whatever balances between the servers.</summary>
    public const string Issuer = "https://login.example.org";

    private readonly TempFolder _folder = new();

    private LoginInstallation(TestDatabases databases)
    {
        Databases = databases;
        TestSigningKeys.PutInto(Path.GetDirectoryName(KeySetFile)!);
    }

    public TestDatabases Databases { get; }

    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public FakeProviders Providers { get; } = new("demo");

    public string Data => _folder.File("data");

    public string ConfigurationFile => _folder.File("dirac.cfg");

    public string KeySetFile => _folder.File("keys/signing-keys.json");

    public string ProviderFile => _folder.File("provider.cfg");

    public static async Task<LoginInstallation> CreateAsync(Engine engine) =>
        new(await TestDatabases.CreateAsync(engine, services => services
            .AddSchema("AuthDB", typeof(FrameworkModule).Assembly)
            .AddSchema(AccountDatabase.Name, typeof(FrameworkModule).Assembly, AccountDatabase.Scripts)));

    public async ValueTask DisposeAsync()
    {
        await Databases.DisposeAsync();
        _folder.Dispose();
    }
}
