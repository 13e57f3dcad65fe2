using System.Net;
using System.Net.Sockets;
using Dirac.Model.Errors;
using Dirac.Persistence;

namespace Dirac.Hosting.MessageQueues.Brokers;

/// <inheritdoc cref="IBrokers"/>
internal sealed class OpenedBrokers(RandomSource random, TimeProvider time) : IBrokers
{
    // A host that swallows connections must not keep us from the next one.
    private static readonly TimeSpan PerAddress = TimeSpan.FromSeconds(20);

    public async Task<IBrokerConnection> OpenAsync(MqService service, string? clientName, CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        foreach (var (host, address) in Shuffled(await ResolveAsync(service, failures, cancellationToken)))
        {
            using var limit = new CancellationTokenSource(PerAddress, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                var endpoint = new BrokerEndpoint(host, address, service.Port);
                return service.Protocol == MqProtocol.Stomp
                    ? await StompBroker.OpenAsync(service, endpoint, clientName, time, either.Token)
                    : await AmqpBroker.OpenAsync(service, endpoint, either.Token);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && failure is IOException or SocketException or OperationCanceledException
                or System.Security.Authentication.AuthenticationException or DiracException { Code: ErrorCode.Unavailable or ErrorCode.Conflict })
            {
                failures.Add(failure);
            }
        }

        var refusal = failures.OfType<DiracException>().FirstOrDefault(failure => failure.Code == ErrorCode.Conflict);
        throw refusal ?? new DiracException(
            ErrorCode.Unavailable,
            $"No broker of {service.Name} can be reached at {service.Hosts} port {service.Port}: {failures.LastOrDefault()?.Message ?? "the name has no address"}",
            "See whether it runs, and Host, Port and SSLVersion of the service.",
            failures.LastOrDefault());
    }

    private static async Task<List<(string Host, IPAddress Address)>> ResolveAsync(MqService service, List<Exception> failures, CancellationToken cancellationToken)
    {
        var found = new List<(string, IPAddress)>();
        foreach (var host in service.Hosts.Split(' '))
        {
            try
            {
                found.AddRange((await Dns.GetHostAddressesAsync(host, cancellationToken)).Distinct().Select(address => (host, address)));
            }
            catch (SocketException failure)
            {
                failures.Add(failure);
            }
        }

        return found;
    }

    private List<(string Host, IPAddress Address)> Shuffled(List<(string Host, IPAddress Address)> addresses) => [.. addresses.OrderBy(_ => random.NextDouble())];
}

/// <summary>One address of a broker.</summary>
/// <param name="Host">The name in the configuration, which the broker's certificate must bear.</param>
/// <param name="Address">The address.</param>
/// <param name="Port">The port.</param>
internal sealed record BrokerEndpoint(string Host, IPAddress Address, int Port)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Port}";
}
