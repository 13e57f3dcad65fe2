using System.Text;
using Dirac.Wire.Codecs;
using Dirac.Wire.Values;

namespace Dirac.Client.Rpc;

/// <summary>Calls with arguments and replies as text, for people at a terminal.</summary>
public static class RpcText
{
    /// <summary>Calls a method.</summary>
    /// <param name="client">Calls.</param>
    /// <param name="service">SYSTEM/COMPONENT, or an address.</param>
    /// <param name="method">The method.</param>
    /// <param name="arguments">Each as JSON with DIRAC's tags; what is no JSON is a text.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it succeeded, and the reply as JSON with DIRAC's tags.</returns>
    public static async Task<(bool IsOk, string Reply)> CallAsync(
        RpcClient client, string service, string method, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var reply = await client.CallAsync(service, method, [.. arguments.Select(Read)], cancellationToken).ConfigureAwait(false);
        return (reply.IsOk, Encoding.UTF8.GetString(JEncode.Encode(reply.ToWire())));
    }

    private static WireValue Read(string argument)
    {
        try
        {
            return JEncode.Decode(Encoding.UTF8.GetBytes(argument));
        }
        catch (WireFormatException)
        {
            return argument;
        }
    }
}
