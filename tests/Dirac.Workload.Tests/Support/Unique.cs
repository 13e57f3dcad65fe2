using System.Globalization;

namespace Dirac.Workload.Tests.Support;

/// <summary>Names nobody else in this run has.</summary>
internal static class Unique
{
    private static int _last;

    public static string Name(string stem) => string.Create(CultureInfo.InvariantCulture, $"{stem}{Interlocked.Increment(ref _last)}");
}
