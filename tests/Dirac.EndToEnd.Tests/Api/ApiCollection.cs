namespace Dirac.EndToEnd.Tests.Api;

/// <summary>Tests that share one server: but for the examples, which are tried once, they change nothing that another looks at.</summary>
[CollectionDefinition(nameof(ApiServer))]
public sealed class ApiCollection : ICollectionFixture<ApiServer>;
