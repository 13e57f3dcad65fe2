using System.Globalization;
using System.Security.Cryptography;
using Xunit;

namespace Dirac.Testing;

/// <summary>Seeds for random tests: new in each run, printed with the test, replayed by setting <c>DIRAC_TEST_SEED</c>.</summary>
public static class TestSeed
{
    public const string Variable = "DIRAC_TEST_SEED";

    /// <summary>The seed for the running test.</summary>
    public static int Next()
    {
        var given = Environment.GetEnvironmentVariable(Variable);
        var seed = given is null ? RandomNumberGenerator.GetInt32(int.MaxValue) : int.Parse(given, CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine($"Replay with {Variable}={seed}");
        return seed;
    }
}
