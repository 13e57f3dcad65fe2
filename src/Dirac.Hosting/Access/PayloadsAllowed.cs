namespace Dirac.Hosting.Access;

/// <summary>Marks a route that takes the token of a job's payload.</summary>
internal sealed record PayloadsAllowed
{
    public static PayloadsAllowed Mark { get; } = new();
}
