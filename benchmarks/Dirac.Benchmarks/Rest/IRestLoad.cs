namespace Dirac.Benchmarks.Rest;

/// <summary>Requests of one kind.</summary>
internal interface IRestLoad
{
    /// <summary>Makes so many requests by all clients together, and waits until what they asked for is done.</summary>
    Task RunAsync(int count, CancellationToken cancellationToken);
}
