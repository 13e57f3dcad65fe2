namespace Dirac.Workload.Ports;

/// <summary>Where pilots find this server. Bound by the server.</summary>
public interface IPilotGateway
{
    /// <summary>Its address, as its certificate has it.</summary>
    Uri Url { get; }

    /// <summary>The certificate of the authority that vouches for it, PEM; null for one that nodes trust anyway.</summary>
    string? Authority { get; }

    /// <summary>Whether other machines can reach that address.</summary>
    bool IsReachable { get; }

    /// <summary>Name of this installation at places that several use; letters and digits.</summary>
    string Installation { get; }
}
