namespace Dirac.Persistence.Tests;

internal sealed class Thing
{
    public long ThingID { get; init; }

    public required string Name { get; init; }

    public bool Small { get; init; }

    public int Amount { get; init; }

    public long Big { get; init; }

    public double? Share { get; init; }

    public DateTime? At { get; init; }
}
