namespace Dirac.Tasks.Storage;

internal sealed class DeadCountRow
{
    public required string Name { get; init; }

    public long Dead { get; init; }
}
