namespace Dirac.Workload.Tests.Model;

/// <summary>One line of history that the model expects or knows.</summary>
/// <param name="Status">As stored: <c>idem</c> for unchanged.</param>
/// <param name="Minor">Likewise.</param>
/// <param name="Application">Likewise.</param>
/// <param name="Source">Who reported it.</param>
/// <param name="Time">When, for lines whose time the caller chose; null when it is the server's.</param>
internal sealed record ModelLine(string Status, string Minor, string Application, string Source, DateTime? Time = null)
{
    public const string Same = "idem";

    /// <summary>Where it stands among the others, once the server was read; before that the least it may be, 0 for the begin of the operation.</summary>
    public double Order { get; init; }

    public override string ToString() => $"{Status}/{Minor}/{Application} by {Source}";
}
