using Dirac.Wire.Values;

namespace Dirac.Wire.Dips.Transfers;

/// <summary>Which file is to be moved.</summary>
/// <param name="Direction">From where to where.</param>
/// <param name="Id">The file, in the service's terms: a text or a list. For archives, a text that ends in <c>.tar.bz2</c> or <c>.tar</c> and so tells their form.</param>
/// <param name="Token">What the service wants beside it.</param>
public sealed record TransferRequest(TransferDirection Direction, WireValue Id, string Token)
{
    private const string WithoutChecksum = "NoCheckSum";

    /// <summary>The size that the client announces; null when it does not know. What comes may differ.</summary>
    public long? Size { get; init; }

    /// <summary>Whether the receiver compares checksums: a client that says otherwise in its token sends one of nothing.</summary>
    public bool IsChecked => !Token.Contains(WithoutChecksum, StringComparison.Ordinal);

    private bool HasSize => Direction is TransferDirection.FromClient or TransferDirection.BulkFromClient;

    /// <summary>Reads what a client sends after its proposal.</summary>
    /// <param name="direction">What it proposed.</param>
    /// <param name="info">What it sent.</param>
    /// <returns>The request; null when something is missing.</returns>
    internal static TransferRequest? Read(TransferDirection direction, IReadOnlyList<WireValue> info)
    {
        if (info.Count < 2) return null;
        var request = new TransferRequest(direction, info[0], info[1].Kind == WireKind.Text ? info[1].AsText() : "");
        if (!request.HasSize) return request;
        if (info.Count < 3) return null;
        return request with { Size = info[2].Kind == WireKind.Whole && info[2].IsInt64 && info[2].AsInt64() >= 0 ? info[2].AsInt64() : null };
    }

    internal WireValue ToWire() => HasSize ? WireValue.List(Id, Token, Size ?? -1) : WireValue.List(Id, Token);
}
