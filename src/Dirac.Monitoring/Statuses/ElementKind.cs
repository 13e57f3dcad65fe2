using Dirac.Model.Errors;

namespace Dirac.Monitoring.Statuses;

/// <summary>A kind of things that have statuses: what the REST surface calls it, and where DIRAC keeps it.</summary>
/// <param name="Name">Its word in routes and messages.</param>
/// <param name="Element">The family of tables: Site or Resource.</param>
/// <param name="ElementType">What stands in the column of that name.</param>
/// <param name="StatusTypes">The statuses one element has.</param>
internal sealed record ElementKind(string Name, string Element, string ElementType, IReadOnlyList<string> StatusTypes)
{
    /// <summary>The status type of things that have one status only.</summary>
    public const string AllTypes = "all";

    public static ElementKind Site { get; } = new("site", "Site", "Site", [AllTypes]);

    public static ElementKind Compute { get; } = new("compute", "Resource", "ComputingElement", [AllTypes]);

    public static ElementKind Storage { get; } = new("storage", "Resource", "StorageElement", ["ReadAccess", "WriteAccess", "CheckAccess", "RemoveAccess"]);

    public static ElementKind Fts { get; } = new("fts", "Resource", "FTS", [AllTypes]);

    public static IReadOnlyList<ElementKind> All { get; } = [Site, Compute, Storage, Fts];

    /// <summary>The kind of a word.</summary>
    /// <exception cref="DiracException">There is no such kind.</exception>
    public static ElementKind Of(string name) => All.FirstOrDefault(kind => kind.Name == name)
        ?? throw new DiracException(ErrorCode.NotFound, $"There is no kind of resource '{name}'.", $"Use {string.Join(", ", All.Select(kind => kind.Name))}.");

    /// <summary>Whether a row is of this kind. Sites have a table of their own, whatever its rows say.</summary>
    public bool Has(StatusRow row) => Element == Site.Element || row.ElementType == ElementType;
}
