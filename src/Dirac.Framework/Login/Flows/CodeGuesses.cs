using System.Net;
using Dirac.Hosting.Access;

namespace Dirac.Framework.Login.Flows;

/// <summary>Counts wrong user codes by the minute, from one address and in all: 34 bits can be guessed by whoever may guess for ever. Thread-safe.</summary>
/// <remarks>Each server counts for itself. At the most that gets through, to meet one of a hundred open logins takes a year.</remarks>
internal sealed class CodeGuesses(TimeProvider clock)
{
    /// <summary>Wrong codes a minute from one address, or one IPv6 network of 64 bits.</summary>
    public const int PerAddress = 10;

    /// <summary>Wrong codes a minute in all.</summary>
    public const int InAll = 500;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _wrong = [];
    private DateTimeOffset _began;
    private int _all;

    /// <summary>Whether codes from <paramref name="address"/> are looked at now. Right ones are not either: the answer would tell.</summary>
    public bool MayTry(IPAddress? address)
    {
        lock (_gate)
        {
            Turn();
            return _all < InAll && _wrong.GetValueOrDefault(SideOf(address)) < PerAddress;
        }
    }

    /// <summary>Counts a wrong code from <paramref name="address"/>.</summary>
    public void Count(IPAddress? address)
    {
        lock (_gate)
        {
            Turn();
            _all++;
            var network = SideOf(address);
            _wrong[network] = _wrong.GetValueOrDefault(network) + 1;
        }
    }

    private void Turn()
    {
        var now = clock.GetUtcNow();
        if (now - _began < Window) return;
        (_began, _all) = (now, 0);
        _wrong.Clear();
    }

    private static IPAddress SideOf(IPAddress? address) => address?.Side() ?? IPAddress.None;
}
