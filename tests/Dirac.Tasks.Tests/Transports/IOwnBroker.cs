namespace Dirac.Tasks.Tests.Transports;

/// <summary>A broker that the test may kill.</summary>
internal interface IOwnBroker : IDisposable
{
    /// <summary>Which one.</summary>
    TestBroker Kind { get; }

    /// <summary>Where it is; the same after a restart.</summary>
    string Address { get; }

    /// <summary>It dies at once (SIGKILL).</summary>
    void Kill();

    /// <summary>While it is dead, all that it kept vanishes.</summary>
    void DeleteData();

    /// <summary>It runs again.</summary>
    void Restart();
}
