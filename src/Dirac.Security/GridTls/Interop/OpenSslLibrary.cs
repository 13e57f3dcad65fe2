using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;
using Dirac.Model.Errors;

namespace Dirac.Security.GridTls.Interop;

/// <summary>Finds OpenSSL 3 on the machine. Objects of it are never shared with .NET's own use of it, so it need not be the same copy.</summary>
internal static class OpenSslLibrary
{
    /// <summary>The library with the TLS protocol.</summary>
    public const string Ssl = "libssl.so.3";

    /// <summary>The library with certificates, keys and buffers.</summary>
    public const string Crypto = "libcrypto.so.3";

    private static readonly Lazy<string?> Problem = new(Open);

    /// <summary>Whether OpenSSL is part of this program, as in a static one (<c>eng/static</c>).</summary>
    [FeatureSwitchDefinition("Dirac.Security.OpenSslIsLinkedIn")]
    private static bool IsLinkedIn => AppContext.TryGetSwitch("Dirac.Security.OpenSslIsLinkedIn", out var linked) && linked;

    /// <summary>Must be called before anything of <see cref="LibSsl"/> or <see cref="LibCrypto"/>.</summary>
    /// <exception cref="DiracException">BadConfiguration: OpenSSL 3 is not installed.</exception>
    public static void Require()
    {
        if (Problem.Value is { } problem)
            throw new DiracException(ErrorCode.BadConfiguration, problem, "Install OpenSSL 3 (the package libssl3 or openssl-libs).");
    }

    private static string? Open()
    {
        if (IsLinkedIn) return Judge();
        if (Find("libcrypto") is not { } crypto || Find("libssl") is not { } ssl) return "The libraries of OpenSSL 3 (libssl.so.3, libcrypto.so.3) cannot be loaded.";
        NativeLibrary.SetDllImportResolver(typeof(OpenSslLibrary).Assembly, Resolve);
        return Judge();

        nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) => name switch
        {
            Ssl => ssl,
            Crypto => crypto,
            _ => 0,
        };
    }

    private static string? Judge()
    {
        var version = LibCrypto.OpenSSL_version_num();
        return version >> 28 == 3 ? null : $"The OpenSSL that is installed is not version 3 (it says {version:x}).";
    }

    private static nint? Find(string name) =>
        NativeLibrary.TryLoad(name + ".so.3", out var handle) || NativeLibrary.TryLoad(name + ".so", out handle) ? handle : null;
}
