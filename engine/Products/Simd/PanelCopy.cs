using System.Runtime.Intrinsics.X86;

namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>Copies pieces of B into panels: k rows of a panel's columns each, zeros where B ends.</summary>
internal static unsafe class PanelCopy
{
    /// <summary>Packs B[k, columns] into one panel after another, each <paramref name="panelStep"/> floats after the one before.</summary>
    internal static void Panels(HostMatrix b, int k, int columns, float* panels, long panelStep)
    {
        int width = Tile.Columns, whole = b.ColumnStep == 1 ? columns / width : 0;
        // Row by row over all panels: a row of B is one long run, which the processor prefetches.
        for (int i = 0; whole > 0 && i < k; i++)
        {
            float* from = b.Values + ((long)i * b.RowStep), to = panels + ((long)i * width);
            for (int panel = 0; panel < whole; panel++, from += width, to += panelStep)
            {
                new ReadOnlySpan<float>(from, width).CopyTo(new Span<float>(to, width));
            }
        }

        for (int column = whole * width; column < columns; column += width)
        {
            Panel(b.From(0, column), k, Math.Min(width, columns - column), panels + (column / width * panelStep), width);
        }
    }

    /// <summary>Packs B[k, columns] into a panel of at least as many columns.</summary>
    internal static void Panel(HostMatrix b, int k, int columns, float* panel, int panelColumns)
    {
        float* values = b.Values;
        int rowStep = b.RowStep, columnStep = b.ColumnStep;
        if (columns < panelColumns)
        {
            new Span<float>(panel, k * panelColumns).Clear();
        }

        if (columnStep == 1)
        {
            for (int i = 0; i < k; i++)
            {
                float* from = values + ((long)i * rowStep), to = panel + ((long)i * panelColumns);
                new ReadOnlySpan<float>(from, columns).CopyTo(new Span<float>(to, columns));
            }
        }
        else if (rowStep == 1)
        {
            Transpose(values, columnStep, k, columns, panel, panelColumns);
        }
        else
        {
            for (int i = 0; i < k; i++)
            {
                for (int n = 0; n < columns; n++)
                {
                    panel[((long)i * panelColumns) + n] = values[((long)i * rowStep) + ((long)n * columnStep)];
                }
            }
        }
    }

    /// <summary>panel[k, n] = source[n · step + k], n below <paramref name="columns"/>.</summary>
    internal static void Transpose(float* source, int step, int k, int columns, float* panel, int panelColumns)
    {
        int n = 0;
        if (Avx512F.IsSupported)
        {
            n = Whole<Square16>(source, step, k, n, columns, panel, panelColumns);
        }

        if (Avx2.IsSupported)
        {
            n = Whole<Square8>(source, step, k, n, columns, panel, panelColumns);
        }

        n = Whole<Square4>(source, step, k, n, columns, panel, panelColumns);
        Rest(source, step, 0, k, n, columns, panel, panelColumns);
    }

    /// <summary>The columns from <paramref name="n"/> on that fill squares.</summary>
    /// <returns>The first one left.</returns>
    private static int Whole<TSquare>(float* source, int step, int k, int n, int columns, float* panel, int panelColumns)
        where TSquare : struct, ISquare
    {
        int whole = k - (k % TSquare.Side);
        for (; n <= columns - TSquare.Side; n += TSquare.Side)
        {
            TSquare.Transpose(source + ((long)n * step), step, whole, panel + n, panelColumns);
            Rest(source, step, whole, k, n, n + TSquare.Side, panel, panelColumns);
        }

        return n;
    }

    private static void Rest(float* source, int step, int k, int endK, int n, int endN, float* panel, int panelColumns)
    {
        for (; n < endN; n++)
        {
            for (int i = k; i < endK; i++)
            {
                panel[((long)i * panelColumns) + n] = source[((long)n * step) + i];
            }
        }
    }
}
