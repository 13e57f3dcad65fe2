using Dirac.Persistence;
using Dirac.Testing;

[assembly: AssemblyFixture(typeof(Dirac.Workload.Tests.Support.Stores))]

namespace Dirac.Workload.Tests.Support;

/// <summary>The room's databases without a server, for all store contracts: tests keep apart by using rows of their own.</summary>
public sealed class Stores : PerEngine<TestDatabases>
{
    protected override Task<TestDatabases> MakeAsync(Engine engine) => TestDatabases.CreateAsync(engine, services => services.AddWorkload());
}
