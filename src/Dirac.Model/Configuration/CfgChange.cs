namespace Dirac.Model.Configuration;

/// <summary>One difference between two versions of a section. Immutable.</summary>
/// <param name="Name">Name of the option or section it is about.</param>
/// <remarks>The family is closed: the records in it. Positions count all entries of the newer version, from 0.</remarks>
public abstract record CfgChange(string Name)
{
    /// <summary>Whether it is about an option; otherwise about a section.</summary>
    public abstract bool IsOfOption { get; }

    /// <summary>There is an option that was not there.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Position">Where it stands.</param>
    /// <param name="Option">What it says.</param>
    public sealed record OptionAdded(string Name, int Position, CfgOption Option) : CfgChange(Name)
    {
        /// <inheritdoc/>
        public override bool IsOfOption => true;
    }

    /// <summary>An option has another value, comment or place.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Position">Where it stands now.</param>
    /// <param name="Option">What it says now.</param>
    public sealed record OptionChanged(string Name, int Position, CfgOption Option) : CfgChange(Name)
    {
        /// <inheritdoc/>
        public override bool IsOfOption => true;
    }

    /// <summary>An option is gone.</summary>
    /// <param name="Name">Its name.</param>
    public sealed record OptionRemoved(string Name) : CfgChange(Name)
    {
        /// <inheritdoc/>
        public override bool IsOfOption => true;
    }

    /// <summary>There is a section that was not there.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Position">Where it stands.</param>
    /// <param name="Section">What it holds.</param>
    public sealed record SectionAdded(string Name, int Position, CfgSection Section) : CfgChange(Name)
    {
        /// <inheritdoc/>
        public override bool IsOfOption => false;
    }

    /// <summary>Something in a section, its comment or its place is another.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Position">Where it stands now.</param>
    /// <param name="Comment">Its comment now.</param>
    /// <param name="Changes">What differs in it; may be none.</param>
    public sealed record SectionChanged(string Name, int Position, string Comment, IReadOnlyList<CfgChange> Changes) : CfgChange(Name)
    {
        /// <inheritdoc/>
        public override bool IsOfOption => false;
    }

    /// <summary>A section is gone.</summary>
    /// <param name="Name">Its name.</param>
    public sealed record SectionRemoved(string Name) : CfgChange(Name)
    {
        /// <inheritdoc/>
        public override bool IsOfOption => false;
    }
}
