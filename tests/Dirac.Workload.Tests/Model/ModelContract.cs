using System.Globalization;
using Dirac.Persistence;
using Dirac.Testing;

namespace Dirac.Workload.Tests.Model;

public sealed class ModelSqlite(ModelServers servers) : ModelContract(servers, Engine.Sqlite);

public sealed class ModelMySql(ModelServers servers) : ModelContract(servers, Engine.MySql);

/// <summary>Thousands of random operations of several people and pilots, on the server and on a simple model of the rules.</summary>
/// <remarks><c>DIRAC_TEST_SEED</c> replays a run, <c>DIRAC_MODEL_OPERATIONS</c> makes it longer.</remarks>
public abstract class ModelContract(ModelServers servers, Engine engine)
{
    private const int Usual = 1_500;

    [Fact]
    public async Task Operations_OneAfterTheOther_DoWhatTheModelSays()
    {
        var random = new Random(TestSeed.Next());
        await new ModelRun(await servers.GetAsync(engine), random).DoAsync(Operations());
    }

    private static int Operations() => int.TryParse(Environment.GetEnvironmentVariable("DIRAC_MODEL_OPERATIONS"), CultureInfo.InvariantCulture, out var number) ? number : Usual;
}
