namespace Dirac.Framework.Proxies;

/// <summary>DIRAC's numbers of what can go wrong with proxies.</summary>
internal static class ProxyErrors
{
    public const int None = 0;
    public const int Certificate = 1100;
    public const int NoProxy = 1101;
    public const int NoChain = 1106;
    public const int Voms = 1121;
}
